namespace Streaming.SampleSource.Generator.People;

internal static class Slavic
{
    public static readonly Nationality[] All =
    [
        new("RS", "Serbia")
        {
            Men = "Марко=marko, Никола=nikola, Ђорђе=djordje, Стефан=stefan, Милош=milos, Жељко=zeljko",
            Women = "Јелена=jelena, Љиљана=ljiljana, Милица=milica, Драгана=dragana, Њежана=njezana, Ивана=ivana",
            Surnames = "Јовановић=jovanovic, Ђурић=djuric, Живковић=zivkovic, Пешић=pesic, Николић=nikolic, Његош=njegos",
            Streets = "Дунавска, Улица липа, Његошева, Браће Јовић",
            Places = "Суботица/Војводина, Крушевац/Расина, Врање/Пчиња, Чачак/Моравица",
            PostCode = "$####", Phone = "0##-####-###", Cell = "06#-####-###", IdName = "SID", IdValue = "#########",
        },
        new("UA", "Ukraine")
        {
            Men = "Тарас=taras, Богдан=bohdan, Євген=yevhen, Ілля=illia, Юрій=yurii, Остап=ostap",
            Women = "Оксана=oksana, Їванна=yivanna, Соломія=solomiia, Дарина=daryna, Леся=lesia, Зоряна=zoriana",
            Surnames = "Ґалаґан=galagan, Шевчук=shevchuk, Їжакевич=yizhakevych, Кравець=kravets, Лук'янчук=lukianchuk, Щербина=shcherbyna",
            Streets = "Вишнева, Козацька, Площа Ринок, Набережна",
            Places = "Чернівці/Чернівецька, Полтава/Полтавська, Ніжин/Чернігівська, Ужгород/Закарпатська",
            PostCode = "$####", Phone = "(0##) ###-####", Cell = "(09#) ###-####",
        },
    ];
}
